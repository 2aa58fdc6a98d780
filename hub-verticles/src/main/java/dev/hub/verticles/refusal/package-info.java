/** What the asker of a verticle is told when the servers behind it refuse. */
@NullMarked
package dev.hub.verticles.refusal;

import org.jspecify.annotations.NullMarked;
