/** TanStack Query over the typed client: one query key a call, `[key, input]`. */
import {
  type QueryClient,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
} from "@tanstack/react-query";
import type { Me } from "#contract";
import { type ApiAnswer, type ApiInput, type ApiKey, type ApiProblem, api } from "./client.ts";

export type ApiQueryKey<K extends ApiKey> = readonly [K, ApiInput<K>];

export function apiQueryKey<K extends ApiKey>(key: K, input: ApiInput<K>): ApiQueryKey<K> {
  return [key, input];
}

type Options<K extends ApiKey> = Omit<
  UseQueryOptions<ApiAnswer<K>, ApiProblem, ApiAnswer<K>, ApiQueryKey<K>>,
  "queryKey" | "queryFn"
>;

/** Reads an endpoint and keeps it fresh: `useApi("GET /api/cameras", { query: {} })`. */
export function useApi<K extends ApiKey>(
  key: K,
  input: ApiInput<K>,
  options?: Options<K>,
): UseQueryResult<ApiAnswer<K>, ApiProblem> {
  return useQuery({
    ...options,
    queryKey: apiQueryKey(key, input),
    queryFn: ({ signal }) => api(key, input, signal),
  });
}

/** Calls an endpoint that changes something; `refresh` names the endpoints to read again after. */
export function useApiCall<K extends ApiKey>(
  key: K,
  refresh: readonly ApiKey[] = [],
): UseMutationResult<ApiAnswer<K>, ApiProblem, ApiInput<K>> {
  return useMutation<ApiAnswer<K>, ApiProblem, ApiInput<K>>({
    mutationFn: (input) => api(key, input),
    onSuccess: async (_answer, _input, _before, context) => {
      await refreshAll(context.client, refresh);
    },
  });
}

export async function refreshAll(client: QueryClient, keys: readonly ApiKey[]): Promise<void> {
  await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
}

export const ME = apiQueryKey("GET /api/me", {});

/** Who is logged in. Only inside the logged-in part of the page, where it is always known. */
export function useMe(): Me {
  const query = useApi("GET /api/me", {}, { staleTime: Number.POSITIVE_INFINITY });
  if (query.data === undefined) throw new Error("useMe outside of a session");
  return query.data;
}

/** The cameras that the user may see; states are kept fresh by the news. */
export function useCameras(): UseQueryResult<ApiAnswer<"GET /api/cameras">, ApiProblem> {
  return useApi("GET /api/cameras", { query: {} }, { staleTime: 60_000 });
}

export function usePlaces(): UseQueryResult<ApiAnswer<"GET /api/places">, ApiProblem> {
  return useApi("GET /api/places", {}, { staleTime: 60_000 });
}
