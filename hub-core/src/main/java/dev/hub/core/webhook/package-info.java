/** Signatures of the requests that the hub sends to the application, as Standard Webhooks has them. */
@NullMarked
package dev.hub.core.webhook;

import org.jspecify.annotations.NullMarked;
