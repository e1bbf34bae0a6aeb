package org.facteur.job;

import org.facteur.job.cluster.HeadParts;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The job {@code mailing} of a run that leaves the sending to workers. */
@Configuration(proxyBeanMethods = false)
@Import({MailingJob.class, HeadParts.class})
final class HeadJob {}
