package dev.hub.verticles.jobs;

/** What is measured. */
sealed interface Scenario {
    /** As it stands in the report. */
    String title();

    /** A bare script. */
    record Floor(int pipeline) implements Scenario {
        @Override
        public String title() {
            return "floor, pipelines of " + pipeline;
        }
    }

    /** Jobs come. */
    record Submit(int inFlight, int each) implements Scenario {
        @Override
        public String title() {
            return each == 1 ? "submit, " + inFlight + " in flight" : "submit " + each + " per call";
        }
    }

    /** Jobs that wait are done, while so many others are active. */
    record Perform(int concurrency, int active) implements Scenario {
        @Override
        public String title() {
            return "process, concurrency " + concurrency + ", " + active + " active";
        }
    }

    /** Jobs come and are done. */
    record Turn(int inFlight) implements Scenario {
        @Override
        public String title() {
            return "submit and process, " + inFlight + " in flight";
        }
    }

    /** Jobs come at half the rate of {@link Turn} and are done. */
    record Start() implements Scenario {
        @Override
        public String title() {
            return "submit to start, half load";
        }
    }
}
