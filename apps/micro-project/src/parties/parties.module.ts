import { Module } from '@nestjs/common';
import { SlipCommands } from '../slips/slip-commands.js';
import { SlipHolders } from '../slips/slip-holders.js';
import { Slips } from '../slips/slips.js';
import { PartySeals } from './party-seals.js';

/** Whatever lets people speak up imports this. */
@Module({
  providers: [PartySeals, SlipCommands, SlipHolders, Slips],
  exports: [PartySeals, SlipCommands, SlipHolders, Slips],
})
export class PartiesModule {}
