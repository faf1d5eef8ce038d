import { Capabilities } from "@switchyard/core/protocol";
import { z } from "zod";

const { shape } = Capabilities;

/** Some of what a program can do, as it tells it itself. */
export const ToldCapabilities = z.object({
  live: shape.live.exactOptional(),
  resume: shape.resume.exactOptional(),
  interrupt: shape.interrupt.exactOptional(),
  permissions: shape.permissions.exactOptional(),
  thoughts: shape.thoughts.exactOptional(),
  usage: shape.usage.exactOptional(),
  images: shape.images.exactOptional(),
  files: shape.files.exactOptional(),
  setModel: shape.setModel.exactOptional(),
  setPermissionMode: shape.setPermissionMode.exactOptional(),
  models: shape.models.exactOptional(),
  permissionModes: shape.permissionModes.exactOptional(),
} satisfies Record<keyof Capabilities, z.ZodType>);
