"""Who works with the alliance: people, their organisations, their roles for a time, and the audit trail."""
