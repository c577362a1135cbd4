/** The page, in a real browser. */
package io.scribestream.standalone.page;
