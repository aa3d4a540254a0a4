package io.layertck.observe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One thing that was measured, as data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WeightHistogram.class, name = "weight-histogram"),
  @JsonSubTypes.Type(value = GrowthOfTime.class, name = "growth-of-time"),
  @JsonSubTypes.Type(value = TimeOfAHead.class, name = "time-of-a-head"),
  @JsonSubTypes.Type(value = Accuracy.class, name = "accuracy"),
  @JsonSubTypes.Type(value = GroundTruthDevice.class, name = "ground-truth-device"),
  @JsonSubTypes.Type(value = ModelAgreement.class, name = "model-agreement"),
  @JsonSubTypes.Type(value = NotObserved.class, name = "not-observed")
})
public sealed interface Observation
    permits WeightHistogram,
        GrowthOfTime,
        TimeOfAHead,
        Accuracy,
        GroundTruthDevice,
        ModelAgreement,
        NotObserved {}
