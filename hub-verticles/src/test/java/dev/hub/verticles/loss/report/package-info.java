/** Reports as they are kept: one for people, one for programs. */
@NullMarked
package dev.hub.verticles.loss.report;

import org.jspecify.annotations.NullMarked;
