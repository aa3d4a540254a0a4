package io.layertck.certify;

/**
 * A known failure that does not fail the certificate.
 *
 * @param rule the rule's id
 * @param reason why the failure is accepted
 * @param link where it is tracked
 */
public record Waiver(String rule, String reason, String link) {}
