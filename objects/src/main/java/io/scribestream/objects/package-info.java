/** Object stores that speak S3: how they are asked, and where uploads wait in them. */
@NullMarked
package io.scribestream.objects;

import org.jspecify.annotations.NullMarked;
