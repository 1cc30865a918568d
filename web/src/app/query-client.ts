/** The query cache: what is retried, and what a lost session does to it. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "../api/client.ts";
import { ME } from "../api/hooks.ts";

const RETRIES = 2;

/** Refusals are final; only an unreached or failing server is asked again. */
export function worthRetrying(failures: number, thrown: unknown): boolean {
  if (failures >= RETRIES || !(thrown instanceof ApiProblem)) return false;
  return thrown.status === 0 || thrown.status >= 500;
}

export function createQueryClient(): QueryClient {
  const onError = (thrown: unknown) => {
    if (!(thrown instanceof ApiProblem) || thrown.status !== 401) return;
    // The session is over: the page shows the login, and nobody's data stay behind it.
    if (client.getQueryData(ME) !== undefined) endSession(client);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 5000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
  return client;
}

/** Forgets everything that was read under the session; who is logged in is asked again. */
export function endSession(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
  void client.resetQueries({ queryKey: ME });
}
