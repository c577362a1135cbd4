/** The packaged program, run as people run it: as a process of its own, with the real model and real speech. */
package io.scribestream.standalone.it;
