"""The register: gaps that partners agree, commitments that one organisation accepts, and three seals kept apart."""
