package io.layertck.fault;

/** What layers begin with. */
final class InitializationFaultsAreCaughtTest extends FaultsAreCaught {}
