/** How this program asks servers that others name: only those that anybody may ask. */
@org.jspecify.annotations.NullMarked
package io.scribestream.runtime.web;
