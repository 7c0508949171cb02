/** Versions of programs: a program begins with its version, and two programs of one application fit together. */

/** From this version on, approval and clear state program have the same. */
const syncVersion = 6;
/** From this version on a program can be called by others, so it does not go back to an older one. */
const callableVersion = 4;

export type ProgramVersion = { readonly version: number } | { readonly problem: string };

export function readProgramVersion(program: Uint8Array | undefined): ProgramVersion {
  if (program === undefined || program.length === 0) return { problem: 'invalid program (empty)' };
  let version = 0;
  for (const [index, byte] of program.subarray(0, 5).entries()) {
    version += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { version };
  }
  return { problem: 'invalid version' };
}

export type Programs = { readonly approval: Uint8Array; readonly clear: Uint8Array };

/** The problem with two programs, as algod says it; undefined when there is none. */
export function findContractVersionProblem(
  approval: Uint8Array | undefined,
  clear: Uint8Array | undefined,
  previous?: Programs,
): string | undefined {
  const newApproval = readProgramVersion(approval);
  if ('problem' in newApproval) return `bad ApprovalProgram: ${newApproval.problem}`;
  const newClear = readProgramVersion(clear);
  if ('problem' in newClear) return `bad ClearStateProgram: ${newClear.problem}`;
  const versions = [newApproval.version, newClear.version] as const;
  if (Math.max(...versions) >= syncVersion && versions[0] !== versions[1]) {
    return `program version mismatch: ${versions[0]} != ${versions[1]}`;
  }
  if (previous === undefined) return undefined;
  return (
    findDowngrade('approval', versions[0], previous.approval) ??
    findDowngrade('clearstate', versions[1], previous.clear)
  );
}

function findDowngrade(name: string, version: number, previous: Uint8Array): string | undefined {
  const before = readProgramVersion(previous);
  if ('problem' in before || before.version < callableVersion) return undefined;
  return version < before.version
    ? `${name} program version downgrade: ${version} < ${before.version}`
    : undefined;
}
