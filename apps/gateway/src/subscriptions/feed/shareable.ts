import { TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';

/**
 * What of a change is the same for everybody who may see it. Not here is what depends on the person who looks, as the follow-up does for
 * its reporter, or what leads on to other events; and nothing new is, until somebody has made sure.
 */
export const SHAREABLE: Readonly<Record<string, readonly string[]>> = {
  Query: ['gridEventFeed'],
  GridEventFeed: ['changes', 'endCursor', 'hasMore', 'audience'],
  GridEventChange: ['cursor', 'transition', 'at', 'role', 'gridEvent'],
  GridEvent: [
    ...['id', 'area', 'areaCode', 'grid', 'department', 'category', 'kind', 'source', 'urgency'],
    ...['state', 'level', 'isOverdue', 'extensionCount', 'urgeCount', 'reopenCount', 'policyVersion'],
    ...['reporterRole', 'reportedAt', 'dueAt', 'requestedDueAt', 'reportedDoneAt', 'resolvedAt'],
    ...['notifiedAt', 'followedUpAt', 'closedAt'],
  ],
  Area: ['id', 'code', 'name', 'level'],
  Grid: ['id', 'code', 'name'],
  Department: ['id', 'code', 'name'],
};

/** Whether the answers to this query of the feed are the same for all who see the same events. */
export function isShareable(schema: GraphQLSchema, query: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let isSo = true;
  const Field = (): void => {
    const [type, field] = [types.getParentType()?.name, types.getFieldDef()?.name];
    if (field === '__typename') return;
    isSo &&= type !== undefined && field !== undefined && (SHAREABLE[type]?.includes(field) ?? false);
  };
  visit(query, visitWithTypeInfo(types, { Field }));
  return isSo;
}
