/** What people install: the unpacked tar.gz and the Debian package, used as they would. Profile dist builds both and runs these tests. */
@NullMarked
package org.facteur.dist;

import org.jspecify.annotations.NullMarked;
