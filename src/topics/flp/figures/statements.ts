/**
 * What each figure of the proof is about, as a statement. After Fischer, Lynch and
 * Paterson (1985), Lemmas 1 to 3 and Theorem 1, in our words.
 */
export const STATEMENTS: Readonly<Record<string, string>> = {
  Diamond:
    'Lemma 1. If the schedules σ and τ can both be applied to C, and no process takes steps in both, then τ can be applied to σ(C) and σ to τ(C), and τ(σ(C)) = σ(τ(C)).',
  Cube: 'Lemma 2. A protocol that is totally correct in spite of one fault has a bivalent initial configuration. Else there are initial configurations C₀ and C₁, 0-valent and 1-valent, that differ in the input of one process p only; and a deciding run from C₀ in which p takes no step can be applied to C₁ as well.',
  Lens: 'Lemma 3. Let C be bivalent, and let the event e = (p, m) be applicable to C. Let 𝒞 be the set of configurations reachable from C without applying e, and D = {e(E) : E ∈ 𝒞}. Then D contains a bivalent configuration. (For a protocol that is totally correct in spite of one fault.)',
  Hook: 'In the proof of Lemma 3: if D had no bivalent member, there would be neighbours C₀ and C₁ = e′(C₀) in 𝒞 whose successors e(C₀) and e(C₁) are 0-valent and 1-valent, or the other way round. Then e and e′ are events of one process p, by Lemma 1; and a deciding run from C₀ without p would lead to a decided configuration from which both values can still be reached.',
  Game: 'Theorem 1. No consensus protocol is totally correct in spite of one fault: from a bivalent initial configuration, Lemma 3 stage by stage gives an admissible run in which every configuration is bivalent at the end of its stage.',
};
