package io.layertck.observe;

/**
 * One exported model, run on two devices, whose results agree.
 *
 * @param model its name
 * @param wholly whether every operator ran on the device, and none on the processor
 * @param cases how many inputs it was run on
 * @param comparisons how many elements were compared
 */
public record ModelAgreement(String model, boolean wholly, int cases, long comparisons)
    implements Observation {}
