package dev.hub.verticles.node;

import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.node.NodeMessage.Result;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A call to several instances that waits for the answers of some. */
final class OpenCall {
    private final Map<String, String> silent = new LinkedHashMap<>();
    private final Map<String, Result> answers = new HashMap<>();
    private final Promise<Map<String, Result>> done = Promise.promise();

    OpenCall(Collection<NodeInfo> nodes) {
        nodes.forEach(node -> silent.put(node.uid(), node.name()));
        completeIfAnswered();
    }

    /** The answers by uid, once all are there. Fails with what to tell the asker. */
    Future<Map<String, Result>> done() {
        return done.future();
    }

    /** The answer of who is not asked, or has answered before, is dropped. */
    void answered(String uid, Result result) {
        String name = silent.remove(uid);
        if (name == null) {
            return;
        }
        if (result instanceof Result.Failed failed) {
            fail(HubException.of(failed.code(), "instance " + name + ": " + failed.text()));
            return;
        }
        answers.put(uid, result);
        completeIfAnswered();
    }

    void excuseAllBut(Collection<NodeInfo> living) {
        Set<String> uids = living.stream().map(NodeInfo::uid).collect(Collectors.toSet());
        silent.keySet().retainAll(uids);
        completeIfAnswered();
    }

    private void completeIfAnswered() {
        if (silent.isEmpty()) {
            done.tryComplete(answers);
        }
    }

    /** It cannot be told what became of it. */
    void fail(Throwable cause) {
        done.tryFail(cause instanceof HubException refusal ? refusal : HubException.of(ErrorCode.INTERNAL));
    }

    /** Nobody waits any longer. */
    void giveUp() {
        String names = String.join(", ", silent.values());
        done.tryFail(HubException.of(
                ErrorCode.INTERNAL, "no answer from instance " + names + "; what was ordered may be ordered again"));
    }
}
