import { Access, SqlParameters } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { AreaReplica } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EnvelopeLevelError } from '../envelopes/envelope.errors.js';
import { Envelope } from '../envelopes/envelope.entity.js';
import { EnvelopesService } from '../envelopes/envelopes.service.js';
import { READABLE_PROJECTS } from '../projects/project.rules.js';
import type { Readable } from '../projects/projects.queries.js';
import { toEnvelopeModel } from './envelope.model.js';
import type { EnvelopeModel } from './envelope.model.js';
import { findEnvelopes, villagesIn } from './envelopes.queries.js';
import type { StoredEnvelope } from './envelopes.queries.js';

type Scope = LianxinContext['scope'];

/** Shows envelopes to everybody, and of their projects those that the caller may see. */
@Injectable()
export class EnvelopesReader {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly envelopes: EnvelopesService,
  ) {}

  /** @throws EnvelopeLevelError */
  async ofVillage(
    scope: Scope,
    actor: Actor,
    villageCode: string,
    year: number,
  ): Promise<EnvelopeModel | null> {
    const area = await scope.read((tx) => this.areas.getByCode(tx, villageCode));
    if (area.level !== 'VILLAGE') throw new EnvelopeLevelError('VILLAGE');
    return this.ofArea(scope, actor, area.id, year);
  }

  /** Null for what is no village. */
  async ofArea(scope: Scope, actor: Actor, areaId: number, year: number): Promise<EnvelopeModel | null> {
    const stored = await scope.load(`envelopes of ${year}`, areaId, (tx, ids: readonly number[]) =>
      findEnvelopes(tx, ids, year, this.readable(actor)),
    );
    return stored && this.toModel(stored, year);
  }

  /** Of a township's villages, in the order of their codes. @throws EnvelopeLevelError */
  async inTownship(scope: Scope, actor: Actor, areaCode: string, year: number): Promise<EnvelopeModel[]> {
    const area = await scope.read((tx) => this.areas.getByCode(tx, areaCode));
    if (area.level !== 'VILLAGE' && area.level !== 'TOWNSHIP') throw new EnvelopeLevelError('TOWNSHIP');
    const ids = await scope.read((tx) => villagesIn(tx, area.code, year));
    const found = await Promise.all(ids.map((id) => this.ofArea(scope, actor, id, year)));
    return found.flatMap((envelope) => envelope ?? []);
  }

  /** As they stand in this transaction. */
  async read(tx: EntityManager, actor: Actor, envelopes: readonly Envelope[]): Promise<EnvelopeModel[]> {
    const [{ year } = { year: 0 }] = envelopes;
    const ids = envelopes.map(({ villageId }) => villageId);
    const found = await findEnvelopes(tx, ids, year, this.readable(actor));
    return Promise.all(found.flatMap((stored) => (stored ? [this.toModel(stored, year)] : [])));
  }

  private readable(actor: Actor): Readable {
    const parameters = new SqlParameters();
    return { parameters, readable: this.access.filter(actor, READABLE_PROJECTS, parameters) };
  }

  private async toModel(stored: StoredEnvelope, year: number): Promise<EnvelopeModel> {
    const { villageId, villageCode, envelope } = stored;
    if (envelope) return toEnvelopeModel(stored, envelope, true);
    const place = { id: '', villageId, villageCode, year };
    const asPolicyHasIt = Envelope.open(place, await this.envelopes.quotaOf(stored));
    return toEnvelopeModel(stored, asPolicyHasIt, false);
  }
}
