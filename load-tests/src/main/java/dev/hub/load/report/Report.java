package dev.hub.load.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run gave.
 *
 * @param name of the run, part of the file names
 * @param environment machine and versions, in order
 * @param method how it was measured, in sentences
 */
public record Report(
        String name,
        Instant time,
        Map<String, String> environment,
        List<String> method,
        List<Section> sections,
        List<Target> targets) {}
