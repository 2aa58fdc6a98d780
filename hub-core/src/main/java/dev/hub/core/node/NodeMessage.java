package dev.hub.core.node;

import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.InstanceControl;
import dev.hub.core.bus.InstanceQuestion;
import org.jspecify.annotations.Nullable;

/** What instances say to each other. */
public sealed interface NodeMessage {
    /**
     * Do this.
     *
     * @param call an answer is expected; null when none is
     */
    record Order(InstanceControl control, @Nullable CallId call) implements NodeMessage {}

    /** Tell me this. */
    record Question(InstanceQuestion question, CallId call) implements NodeMessage {}

    /** What came of an order or a question. */
    record Answer(CallId call, String uid, Result result) implements NodeMessage {}

    /** What somebody asks for in a way that this version does not understand. */
    record Unknown(CallId call, String what) implements NodeMessage {}

    /** The content of an {@link Answer}. */
    sealed interface Result {
        /** The order was carried out. */
        record Done(Affected affected) implements Result {}

        /** What was asked for. */
        record Told(InstanceQuestion.Answer answer) implements Result {}

        /** It could not be done. */
        record Failed(int code, String text) implements Result {}
    }
}
