#pragma once

#include "base/clock.h"
#include "doctor/finding.h"
#include "hub/hub_config.h"

class QNetworkAccessManager;

/// Where each finding about the Hub goes. One request finds four of them.
struct HubFindings {
    Found authorities;
    Found hub;
    Found token;
    Found clock;
};

/// Looks the Hub's name up. \a found is dropped with \a context, here and below.
void checkName(const HubConfig &config, QObject *context, Found found);

/// Connects to the proxy that the environment names for the Hub, if it names one.
void checkProxy(const HubConfig &config, QObject *context, Found found);

/// Asks the Hub who we are, over \a network: whether it can be reached, whether its certificate is trusted, whether it
/// knows our token, and what time it has there.
void checkHub(const HubConfig &config, QNetworkAccessManager &network, Clock &clock, QObject *context,
              HubFindings findings);
