package io.layertck.certify;

import io.layertck.contract.LayerContract;
import io.layertck.spi.Subject;

/** Every contract over the subject of the run that is bound to this thread. */
final class CertifiedLayers implements LayerContract {
  @Override
  public Subject subject() {
    BoundRun run = BoundRun.onThisThread();
    if (run == null) {
      throw new IllegalStateException("no run is bound to this thread");
    }
    return run.subject();
  }
}
