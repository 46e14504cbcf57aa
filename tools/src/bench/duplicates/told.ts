import { GRID_EVENT_CATEGORIES } from '@lianxin/contracts';

/** What people report again and again, and how somebody else tells the same. */
const sentences: readonly (readonly [string, string])[] = [
  ['三组路口的路灯坏了三天，晚上看不见路', '路口路灯坏了，晚上看不见路，三组'],
  ['村口水渠堵塞，雨水漫到路面，请尽快清理', '村口的水渠堵塞了，雨水漫到路面上，请尽快清理一下'],
  ['楼道里堆放杂物，堵住消防通道', '有人在楼道里堆放杂物，堵住了消防通道'],
  ['小区门前井盖丢失，行人容易掉下去', '小区门前的井盖丢失了，行人很容易掉下去'],
  ['河堤护栏断裂，孩子在旁边玩耍十分危险', '河堤的护栏断裂，有孩子在旁边玩耍，十分危险'],
  ['垃圾桶满了没有人清运，气味难闻', '垃圾桶满了好几天没有人清运，气味难闻'],
  ['电线垂到路中间，大货车经过会挂断', '电线垂到了路中间，大货车经过会挂断'],
  ['自来水管爆裂，整条巷子停水一天', '巷子自来水管爆裂，整条巷子停水一天了'],
  ['夜里工地施工噪音太大，老人无法休息', '夜里工地施工噪音太大，老人孩子无法休息'],
  ['健身广场的器材松动，使用时摇晃', '健身广场器材松动，使用时摇晃得厉害'],
];

export interface Told {
  readonly category: string;
  readonly text: string;
  readonly retold: string;
}

/** Each sentence under a category of its own. */
export const told: readonly Told[] = sentences.map(([text, retold], index) => ({
  category: GRID_EVENT_CATEGORIES[index] ?? 'OTHER',
  text,
  retold,
}));
