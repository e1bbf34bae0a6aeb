/**
 * The job file: read piece by piece with the place of each, and made a {@link org.facteur.campaign.Campaign} that can be trusted.
 * With it the known relays and providers.
 */
@NullMarked
package org.facteur.campaign;

import org.jspecify.annotations.NullMarked;
