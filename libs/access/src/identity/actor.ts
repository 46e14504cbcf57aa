import type { Caller, DomainError, RowLevelContext } from '@lianxin/service-kit';
import { UnauthenticatedError } from '@lianxin/service-kit';
import type { Grant } from '../grants/grant.js';
import { Role, sightsOf } from '../grants/role.js';
import { EVERY_AREA, multirangeOf } from '../subtree.js';

export interface ActorOrigin {
  readonly correlationId: string;
  /** The event that made the platform act, if one did. */
  readonly causationId?: string;
  /** The post the person chose to act under; without it the first that allows the act. */
  readonly actingGrantId?: string;
}

const NOBODY: RowLevelContext = { subject: '', areas: '{}', departments: [] };

/** Who is calling: a person with the posts held today, the platform itself, or nobody known. */
export class Actor implements Caller {
  private constructor(
    /** The person's id; empty for nobody. */
    readonly subject: string,
    readonly grants: readonly Grant[],
    readonly origin: ActorOrigin,
    readonly rowLevelContext: RowLevelContext,
    private readonly fault: DomainError | null,
    /** Every post held today, whichever of them was chosen to act under. */
    readonly held: readonly Grant[] = grants,
  ) {}

  /** @param seesRows whether a post shows rows of the service at all, whatever its reach elsewhere */
  static person(
    subject: string,
    grants: readonly Grant[],
    origin: ActorOrigin,
    seesRows: (role: Role) => boolean = () => true,
  ): Actor {
    const isChosen = (grant: Grant): boolean =>
      grant.id === origin.actingGrantId || grant.role === Role.PERSON;
    const chosen = origin.actingGrantId ? grants.filter(isChosen) : grants;
    const seeing = chosen.filter(({ role }) => seesRows(role));
    const subtrees = seeing.flatMap(({ role, areaCode }) => sightsOf(role, areaCode));
    const departments = chosen.flatMap((grant) => (grant.departmentId ? [grant.departmentId] : []));
    const rows = { subject, areas: multirangeOf(subtrees), departments };
    return new Actor(subject, chosen, origin, rows, null, grants);
  }

  /** The platform acting on an event or at start-up: every area, and only the commands its consumer names. */
  static system(subject: string, origin: ActorOrigin): Actor {
    const grant: Grant = { id: subject, role: Role.SYSTEM, areaCode: '', departmentId: null };
    return new Actor(subject, [grant], origin, { subject, areas: EVERY_AREA, departments: [] }, null);
  }

  static nobody(origin: ActorOrigin, fault: DomainError | null = null): Actor {
    return new Actor('', [], origin, NOBODY, fault);
  }

  /**
   * The same posts held by somebody who cannot be told: for an act that must never lead back to a person. What is recorded of
   * it names neither the account, nor the grant, nor the request's trace.
   */
  veiled(alias: string): Actor {
    const veil = ({ role, areaCode, departmentId }: Grant): Grant => ({
      id: alias,
      role,
      areaCode,
      departmentId,
    });
    const origin = { correlationId: alias };
    return new Actor(
      alias,
      this.grants.map(veil),
      origin,
      { ...this.rowLevelContext, subject: alias },
      this.fault,
      this.held.map(veil),
    );
  }

  get isNobody(): boolean {
    return this.subject === '';
  }

  /** @throws the reason why a given token was not believed, even where no token is needed */
  assertNoFault(): void {
    if (this.fault) throw this.fault;
  }

  /** @throws UnauthenticatedError */
  assertSomebody(): void {
    this.assertNoFault();
    if (this.isNobody) throw new UnauthenticatedError('no access token');
  }
}
