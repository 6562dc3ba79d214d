#pragma once

#include "base/clock.h"

class DescriptorReserve;
class Doctor;
class DownloadQueue;
class EventFeed;
class GenerationGate;
class HubBrowser;
class HubClient;
class HubVisits;
class LogFeed;
class Metrics;
class ModelImporter;
class ModelPrompts;
class ModelRemover;
class ModelStore;
class ModelTexts;
class ModelUsage;
class ModelVerifier;
class RateLimiter;
class RemoteGgufs;
class ShimmyConnections;
class ShimmySupervisor;
class UpdateChecks;

/// What the routes work with. All of it outlives the HTTP server.
struct ApiContext {
    Clock &clock;
    HubClient &hub;
    HubBrowser &browser;
    RemoteGgufs &remoteGgufs;
    ModelStore &store;
    DownloadQueue &downloads;
    EventFeed &events;
    LogFeed &logs;
    RateLimiter &limiter;
    ShimmySupervisor &supervisor;
    ModelPrompts &prompts;
    GenerationGate &gate;
    ShimmyConnections &network; ///< for generations
    ModelRemover &remover;
    Metrics &metrics;
    ModelUsage &usage;
    ModelTexts &texts;
    ModelVerifier &verifier;
    UpdateChecks &updates;
    ModelImporter &importer;
    bool queuePulls = false; ///< a second pull waits instead of being refused
    std::chrono::steady_clock::time_point startedAt;
    qint64 memoryBytes = 0; ///< that this machine or pod may use
    bool mirror = false; ///< serves its verified models in the Hub's protocol
    HubVisits &visits; ///< who looks around on the Hub
    DescriptorReserve &mirrorReserve; ///< touched: no further file is mirrored
    Doctor &doctor;
};
