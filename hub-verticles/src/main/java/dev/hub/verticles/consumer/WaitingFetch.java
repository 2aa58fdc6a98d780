package dev.hub.verticles.consumer;

import dev.hub.core.bus.ConsumerCommand.Batch;
import io.vertx.core.Promise;

/**
 * Somebody who asked for deliveries and waits for them.
 *
 * @param max most deliveries
 * @param isPatient it waits even when asking brought nothing
 * @param round how often Valkey had been asked when it came
 */
record WaitingFetch(int max, boolean isPatient, long round, Promise<Batch> answer) {}
