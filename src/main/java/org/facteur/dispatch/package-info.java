/** Which letter leaves next, over which relay, when: accounts, quotas, standings of relays and providers, the forecast. */
@NullMarked
package org.facteur.dispatch;

import org.jspecify.annotations.NullMarked;
