package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.bus.RpcResponse;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;

/** Answers clients' {@code rpc} calls of methods of the hub's own. Rights were checked where the connection is. */
record ClientMethods(HubBus bus) {
    /** A method that may need to know who calls. */
    interface Method {
        Future<Payload> call(RpcRequest request, ApiFields fields);
    }

    /** Answers with {@code method} from now on. */
    Future<Void> answer(String name, Method method) {
        return bus.answer(Addresses.rpc(name), RpcRequest.class, request -> call(request, method))
                .completion();
    }

    /** The same for a method to which all callers are alike. */
    Future<Void> answer(ApiMethod method) {
        return answer(method.name(), (request, fields) -> method.call().apply(fields));
    }

    /** A field of the wrong type is the client's fault. */
    private static Future<RpcResponse> call(RpcRequest request, Method method) {
        try {
            ApiFields fields = ApiFields.of(request.data().bytes());
            return method.call(request, fields).map(RpcResponse::new);
        } catch (IllegalArgumentException malformed) {
            throw ApiFields.badRequest(String.valueOf(malformed.getMessage()));
        }
    }

    /** Only a connection can be pushed to; verticles have {@code HubClient}. */
    static void requireConnection(RpcRequest request) {
        if (request.connection().isEmpty()) {
            throw HubException.of(ErrorCode.NOT_AVAILABLE, "not available: only connections can be attached");
        }
    }
}
