import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { filterOf, queryOf } from './filter.js'
import type { Filter } from './filter.js'

/** What is looked at, as the address says it; changes are steps of the browser's history. */
export function useFilter(): {
  readonly filter: ComputedRef<Filter>
  /** The query that takes the filter along to another page. */
  readonly query: ComputedRef<Record<string, string | string[]>>
  change(part: Partial<Filter>): void
} {
  const route = useRoute()
  const router = useRouter()
  const filter = computed(() => filterOf(route.query))
  return {
    filter,
    query: computed(() => queryOf(filter.value)),
    change(part) {
      const { sort } = route.query
      // How a table is sorted stays; where one was in a list does not, as it is another list.
      const query = { ...queryOf({ ...filter.value, ...part }), ...(sort !== undefined && { sort }) }
      void router.push({ query })
    },
  }
}
