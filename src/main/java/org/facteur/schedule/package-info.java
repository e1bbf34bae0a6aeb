/** Starts a job when it is due, and tells onlookers how it went. The only package that starts a web server. */
@NullMarked
package org.facteur.schedule;

import org.jspecify.annotations.NullMarked;
