/** Where schemas get their numbers: Confluent's registry over HTTP, or one inside this process. */
@NullMarked
package io.scribestream.schemas.registry;

import org.jspecify.annotations.NullMarked;
