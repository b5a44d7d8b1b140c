import { LabCrashedError } from "../lab/lab-client.js";

export function messageOf(error: unknown): string {
  if (error instanceof LabCrashedError) return "The worker that computes ended unexpectedly.";
  return error instanceof Error ? error.message : String(error);
}
