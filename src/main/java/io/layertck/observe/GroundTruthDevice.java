package io.layertck.observe;

/**
 * Where the ground truth was computed a second time, beside the processor.
 *
 * @param provider of ONNX Runtime, and how it was set
 * @param device what computes
 * @param driver the version of the device's driver
 */
public record GroundTruthDevice(String provider, String device, String driver)
    implements Observation {}
