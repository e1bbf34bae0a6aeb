/** Templates and the files they are read from: what is wrong with one is said at its place, before any letter is made of it. */
@NullMarked
package org.facteur.message.template;

import org.jspecify.annotations.NullMarked;
