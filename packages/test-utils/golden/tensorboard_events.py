"""An event file of TensorBoard's own writer, as tensorboard-events.json.

    python3 packages/test-utils/golden/tensorboard_events.py

Written with tensorboard 2.21. `file` is the file's bytes in base64; `events` says what is in it.
"""

import base64
import io
import json
import pathlib

from tensorboard.compat.proto import event_pb2
from tensorboard.plugins.hparams import api_pb2
from tensorboard.plugins.hparams import summary as hparams_summary
from tensorboard.plugins.scalar.summary_v2 import scalar_pb
from tensorboard.summary.writer.record_writer import RecordWriter

START = 1_700_000_000.25
# One entry: a protobuf map has no order.
HPARAMS = [{"learning_rate": 0.05}, {"optimizer": "sgd"}, {"nesterov": False}]
SCALARS = [
    {"tag": "epoch_loss", "step": 0, "value": 1.5},
    {"tag": "epoch_loss", "step": 1, "value": 0.1},
    {"tag": "batch_accuracy", "step": 300, "value": 0.0},
    {"tag": "epoch_macro_f1", "step": 2**33, "value": float("nan")},
]


def main():
    content = io.BytesIO()
    writer = RecordWriter(content)

    def write(step=0, summary=None, **fields):
        event = event_pb2.Event(wall_time=START, step=step, **fields)
        if summary is not None:
            # TensorBoard's plugins may make TensorFlow's own class of the same message.
            event.summary.MergeFromString(summary.SerializeToString(deterministic=True))
        writer.write(event.SerializeToString(deterministic=True))

    write(file_version="brain.Event:2")
    for scalar in SCALARS:
        write(step=scalar["step"], summary=scalar_pb(scalar["tag"], scalar["value"]))
    for hparams in HPARAMS:
        write(summary=hparams_summary.session_start_pb(hparams, start_time_secs=START))
    write(summary=hparams_summary.session_end_pb(api_pb2.STATUS_SUCCESS, end_time_secs=START + 60))

    events = {
        "start": START,
        "end": START + 60,
        "scalars": [{**scalar, "value": str(scalar["value"])} for scalar in SCALARS],
        "hparams": HPARAMS,
    }
    file = base64.b64encode(content.getvalue()).decode()
    path = pathlib.Path(__file__).with_name("tensorboard-events.json")
    path.write_text(json.dumps({"events": events, "file": file}, indent=2) + "\n")


main()
