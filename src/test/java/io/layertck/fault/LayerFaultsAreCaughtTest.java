package io.layertck.fault;

/** What layers compute, refuse and keep. */
final class LayerFaultsAreCaughtTest extends FaultsAreCaught {}
