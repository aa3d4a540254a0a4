package io.layertck.reference.nd4j;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;

/**
 * How an upstream gradient becomes the gradient of a table.
 *
 * @param padding the row that is left out
 * @param byFrequency whether each row is divided by its count
 * @param sparse whether the gradient holds some rows only
 */
record RowTraining(PaddingRow padding, boolean byFrequency, boolean sparse) {

  static RowTraining of(EmbeddingConfig config) {
    return new RowTraining(
        PaddingRow.of(config.paddingIdx(), config.numEmbeddings()),
        config.scaleGradByFreq(),
        config.sparse());
  }

  /**
   * Adds an upstream gradient to that of a table.
   *
   * @throws Refused if a sparse gradient is to be scaled by frequency
   */
  void train(Nd4jParameter table, RowIndices indices, HostTensor upstream) {
    if (sparse && byFrequency) {
      throw new Refused(
          Refusal.CONFIGURATION, "scale_grad_by_freq is not supported with sparse gradients");
    }
    table.addRows(
        padding.others(indices, byFrequency ? FrequencyScale.apply(indices, upstream) : upstream));
  }
}
