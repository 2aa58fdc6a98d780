package dev.hub.verticles.channel;

/** What is told about the streams that an instance follows. */
interface StreamReports {
    /** So many receive nothing at the moment. */
    void deaf(int streams);

    /** Something was missing. */
    void gap(Doubt.Cause cause);

    /** So many publications were read from a stream that should have come by themselves. */
    void filled(int publications);

    /** A stream could not be healed. */
    void interrupted();

    /** A stream is whole again after so long. */
    void healed(long nanos);
}
