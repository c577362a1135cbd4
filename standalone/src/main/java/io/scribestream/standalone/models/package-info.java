/** Where model files come from. */
@NullMarked
package io.scribestream.standalone.models;

import org.jspecify.annotations.NullMarked;
