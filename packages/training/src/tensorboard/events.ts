/*
 * TensorBoard's protobuf schema (event.proto, summary.proto, and plugin_data.proto of its hparams plugin), reduced to the
 * messages and fields that are written here. Field numbers are the specification's. Times are seconds since 1970.
 */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
}

export type Hyperparameters = Readonly<Record<string, number | string | boolean>>;

const DT_FLOAT = 1;
const STATUS_SUCCESS = 1;

/** The first event of a file. */
export const versionEvent = (time: number): Uint8Array =>
  event(time, 0, (writer) => writer.tag(3, WireType.LengthDelimited).string("brain.Event:2"));

export const scalarEvent = (time: number, { tag, step, value }: Scalar): Uint8Array =>
  event(time, step, (writer) =>
    message(writer, 5, () =>
      message(writer, 1, () => {
        writer.tag(1, WireType.LengthDelimited).string(tag);
        message(writer, 8, () => {
          writer.tag(1, WireType.Varint).int32(DT_FLOAT);
          message(writer, 2, () => undefined);
          message(writer, 5, () => writer.float(value));
        });
        message(writer, 9, () =>
          message(writer, 1, () => writer.tag(1, WireType.LengthDelimited).string("scalars")),
        );
      }),
    ),
  );

/** What a training was begun with, for the table of TensorBoard's hparams plugin. */
export const sessionStartEvent = (time: number, hyperparameters: Hyperparameters): Uint8Array =>
  hyperparameterEvent(time, "_hparams_/session_start_info", (writer) =>
    message(writer, 3, () => {
      for (const [name, value] of Object.entries(hyperparameters)) {
        message(writer, 1, () => {
          writer.tag(1, WireType.LengthDelimited).string(name);
          message(writer, 2, () => {
            if (typeof value === "number") writer.tag(2, WireType.Bit64).double(value);
            else if (typeof value === "string") writer.tag(3, WireType.LengthDelimited).string(value);
            else writer.tag(4, WireType.Varint).bool(value);
          });
        });
      }
      writer.tag(5, WireType.Bit64).double(time);
    }),
  );

/** @param ended when the training ended */
export const sessionEndEvent = (time: number, ended: number): Uint8Array =>
  hyperparameterEvent(time, "_hparams_/session_end_info", (writer) =>
    message(writer, 4, () => {
      writer.tag(1, WireType.Varint).int32(STATUS_SUCCESS);
      writer.tag(2, WireType.Bit64).double(ended);
    }),
  );

/** The plugin's data is the metadata of a tensor without elements. */
const hyperparameterEvent = (
  time: number,
  tag: string,
  writeData: (writer: BinaryWriter) => void,
): Uint8Array =>
  event(time, 0, (writer) =>
    message(writer, 5, () =>
      message(writer, 1, () => {
        writer.tag(1, WireType.LengthDelimited).string(tag);
        message(writer, 8, () => {
          writer.tag(1, WireType.Varint).int32(DT_FLOAT);
          message(writer, 2, () => message(writer, 2, () => undefined));
        });
        message(writer, 9, () =>
          message(writer, 1, () => {
            writer.tag(1, WireType.LengthDelimited).string("hparams");
            message(writer, 2, () => writeData(writer));
          }),
        );
      }),
    ),
  );

function event(time: number, step: number, write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Bit64).double(time);
  if (step !== 0) writer.tag(2, WireType.Varint).int64(step);
  write(writer);
  return writer.finish();
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
