package io.layertck.fault;

/** What several threads and many runs do. */
final class ConcurrencyFaultsAreCaughtTest extends FaultsAreCaught {}
