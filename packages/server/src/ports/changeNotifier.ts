/** Tells this process that a deployment has changed; losing a call costs only time, as readers look again anyway. */
export interface ChangeNotifier {
  changed(deploymentId: string): void;
  /** @returns what ends the subscription. */
  subscribe(deploymentId: string, listener: () => void): () => void;
}
