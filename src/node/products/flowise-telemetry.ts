/** The part of telemetry that is used. */
interface Sender {
  send(event: never, properties: never): void
  shutdown(limit?: number): Promise<void>
}

/**
 * Flowise's own interface, so that its calls stay as they are. Nothing that it returns rejects, it changes nothing that
 * it is given, and the version comes from telemetry. What the catalogue does not declare does not leave.
 *
 * The id of the organisation is taken and not sent: an event is from an install, which has one id for all its events.
 *
 * @example await flowiseTelemetry(telemetry).sendTelemetry('chatflow_created', { chatflowId, flowGraph }, orgId)
 */
export function flowiseTelemetry(telemetry: Sender) {
  return {
    async sendTelemetry(event: string, properties: Record<string, unknown> = {}, _orgId = ''): Promise<void> {
      // Untyped, as Flowise's is: the catalogue checks it at run time.
      telemetry.send(event as never, properties as never)
    },
    flush: (): Promise<void> => telemetry.shutdown(),
  }
}
