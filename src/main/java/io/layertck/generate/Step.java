package io.layertck.generate;

import io.layertck.tensor.HostTensor;

/** One step of a sequence of calls, on one of its layers. */
public sealed interface Step {
  /** Returns the number of the layer that is called. */
  int layer();

  /** Returns the call in words. */
  String describe();

  /** A forward. */
  record Forward(int layer, HostTensor input) implements Step {
    @Override
    public String describe() {
      return "forward of layer " + layer + " on " + Describe.tensor(input);
    }
  }

  /** A forward and its backward. */
  record Backward(int layer, HostTensor input, HostTensor upstream) implements Step {
    @Override
    public String describe() {
      return "backward of layer "
          + layer
          + " on "
          + Describe.tensor(input)
          + " with upstream "
          + Describe.tensor(upstream);
    }
  }

  /**
   * Two forwards, and then the backward of each.
   *
   * @param first the first forward and its backward, perhaps of another layer than the second
   * @param second the second
   * @param lastFirst whether the backward of the second comes first
   */
  record Overlap(Backward first, Backward second, boolean lastFirst) implements Step {
    @Override
    public int layer() {
      return first.layer();
    }

    @Override
    public String describe() {
      return "both forwards, and then both backwards"
          + (lastFirst ? " in the other order" : "")
          + ", of: "
          + first.describe()
          + ", and "
          + second.describe();
    }
  }

  /** Other values for some rows of a parameter, or for all. */
  record Assign(int layer, String parameter, long firstRow, HostTensor rows) implements Step {
    @Override
    public String describe() {
      return "assign "
          + Describe.tensor(rows)
          + " to the "
          + parameter
          + " of layer "
          + layer
          + " from row "
          + firstRow;
    }
  }

  /** Zeroing of all gradients of a layer. */
  record ZeroGradients(int layer) implements Step {
    @Override
    public String describe() {
      return "zeroGradients of layer " + layer;
    }
  }

  /** A step of the layer's optimiser. */
  record Optimize(int layer) implements Step {
    @Override
    public String describe() {
      return "step of the optimiser of layer " + layer;
    }
  }

  /** A forward that must be refused. */
  record RefusedForward(int layer, HostTensor input) implements Step {
    @Override
    public String describe() {
      return "refused forward of layer " + layer + " on " + Describe.tensor(input);
    }
  }

  /** A backward that must be refused. */
  record RefusedBackward(int layer, HostTensor input, HostTensor upstream) implements Step {
    @Override
    public String describe() {
      return "refused backward of layer "
          + layer
          + " on "
          + Describe.tensor(input)
          + " with upstream "
          + Describe.tensor(upstream);
    }
  }

  /** An assignment to the weight that must be refused. */
  record RefusedAssign(int layer, long firstRow, HostTensor rows) implements Step {
    @Override
    public String describe() {
      return "refused assignment of "
          + Describe.tensor(rows)
          + " to the weight of layer "
          + layer
          + " from row "
          + firstRow;
    }
  }

  /** The state is read and kept. */
  record Save(int layer) implements Step {
    @Override
    public String describe() {
      return "save of layer " + layer;
    }
  }

  /** The state that was kept last is loaded. */
  record Load(int layer) implements Step {
    @Override
    public String describe() {
      return "load of layer " + layer;
    }
  }

  /** A new layer takes over the state, and the place of the old one. */
  record Copy(int layer) implements Step {
    @Override
    public String describe() {
      return "copy of layer " + layer;
    }
  }
}
