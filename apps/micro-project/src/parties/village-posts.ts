import { isOffice } from '@lianxin/access';
import type { Actor } from '@lianxin/access';

/** Whether somebody holds an office in the village, whichever of their posts they act under: what is hidden from it is hidden from them. */
export const holdsOfficeIn = ({ held }: Actor, villageCode: string): boolean =>
  held.some((grant) => isOffice(grant) && grant.areaCode.startsWith(villageCode));
