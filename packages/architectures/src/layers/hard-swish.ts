import * as tf from "@tensorflow/tfjs";

/** x · relu6(x + 3) / 6, the activation "hardSwish" (Howard et al., 2019, MobileNetV3). */
export class HardSwish extends tf.serialization.Serializable {
  /** @nocollapse */
  static className = "hardSwish";

  apply(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6)));
  }

  getConfig(): tf.serialization.ConfigDict {
    return {};
  }
}
