import type { ChangeNotifier } from '../ports/changeNotifier.ts';

export function createChangeNotifier(): ChangeNotifier {
  const listeners = new Map<string, Set<() => void>>();
  return {
    changed: (id) => listeners.get(id)?.forEach((listener) => listener()),
    subscribe(id, listener) {
      const ofDeployment = listeners.get(id) ?? new Set();
      listeners.set(id, ofDeployment.add(listener));
      return () => {
        ofDeployment.delete(listener);
        if (ofDeployment.size === 0) listeners.delete(id);
      };
    },
  };
}
