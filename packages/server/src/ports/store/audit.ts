/** One line of the audit trail, appended in the transaction of what it tells. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  /** User id, or `system` for the engine. */
  readonly actor: string;
  readonly organizationId: string | null;
  readonly correlationId: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** `auth.register`, `deployment.accept` … */
  readonly action: string;
  /** Id of what was acted on. */
  readonly target: string | null;
  readonly outcome: 'success' | 'failure';
  readonly errorCode: string | null;
  /** JSON-plain, without secrets. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Who does something, for the audit trail. */
export interface Actor {
  readonly actor: string;
  readonly correlationId: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface AuditStore {
  /** For what has no transaction of its own, such as a failed sign-in. */
  appendAudit(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  listAudit(organizationId: string, limit: number): Promise<AuditEntry[]>;
  /**
   * What an organization or one of its people did and tried, but for deployments, newest first. Of an organization also
   * what became of its members' credentials since they joined, such as a failed sign-in.
   */
  listActivity(
    whose: { readonly organizationId: string } | { readonly actor: string },
    page: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: AuditEntry[]; nextCursor: string | null }>;
}
