"""Words of news that say the same, in Hindi and English. Data.

A word that stands in several groups has several meanings. The groups are closed on purpose: what isn't known to be a synonym is another word.
"""

from __future__ import annotations

# One group a line: whoever reads one of its words may write any other. "a > b c": who reads a may write b or c, not the other way.
SYNONYMS = """
मौत मृत्यु मारे मरे मृत मृतक जान निधन die died dead death deaths kill killed fatality fatalities
हत्या कत्ल murder murdered > मौत मृत्यु मारे killed death died
सैनिक जवान फौजी soldier soldiers troop troops
घायल जख्मी चोटिल injured hurt wounded injuries
भेजे रवाना send sent dispatched deployed
पहुंचे आए आगमन पधारे arrive arrived reach reached came arrival
मुलाकात मिले भेंट भेंटवार्ता meet met meeting
बातचीत वार्ता बात चर्चा talks discussion discussed discussions negotiations
कहा बोले बताया बताते say said says told state stated
घोषणा ऐलान एलान घोषित announce announced announcement declared declare
शुरू आरंभ प्रारंभ शुरुआत आगाज start started begin began begun launch launched commence
समाप्त खत्म संपन्न पूरा पूर्ण end ended finish finished complete completed conclude concluded
उद्घाटन लोकार्पण शुभारंभ inaugurate inaugurated inauguration
खुल खोल खुले open opened opens opening > शुरू start started begin began launch launched service services
बंद close closed shut closes
बढ़ बढ़ाया वृद्धि बढ़ोतरी बढ़त इजाफा उछाल rise rose risen increase increased grow grew grown raise raised climbed hike
घट घटाया कमी गिरावट गिर कटौती fall fell fallen decrease decreased decline declined drop dropped reduced cut lowered
ढह गिर ध्वस्त धराशायी collapse collapsed
दुर्घटना हादसा accident crash mishap
हमला आक्रमण attack attacked attacks strike struck
दाग दागे fire fired launched
आग अग्निकांड fire blaze
झुलस जल burn burnt burned
भर्ती दाखिल admitted hospitalised
खरीद खरीदे buy bought purchase purchased
बेच बेचे बिक बिक्री sell sold sale
जीत जीते विजय विजयी हरा मात शिकस्त पराजित win won beat beaten defeat defeated victory beating
हार हारे पराजय lose lost loss
गिरफ्तार गिरफ्तारी हिरासत arrest arrested detained
रिहा रिहाई छोड़ release released freed
मंजूर मंजूरी स्वीकृत स्वीकृति पारित अनुमोदन approve approved approval cleared passed
खारिज नामंजूर ठुकरा अस्वीकार reject rejected dismissed turned
इनकार इंकार इन्कार मना खंडन नकार deny denied denies denial reject rejected refuted
पुष्टि confirm confirmed confirmation confirms
अनुमति इजाजत permission allowed
रोक प्रतिबंध पाबंदी ban banned prohibited barred
फैसला निर्णय decision decided ruling verdict
अदालत न्यायालय कोर्ट court
उच्च हाई high
सर्वोच्च सुप्रीम उच्चतम supreme
याचिका अर्जी petition plea appeal
जमानत बेल bail
आरोप इल्जाम allegation alleged allegedly accuse accused charge charged
वकील अधिवक्ता lawyer counsel advocate
परिजन परिवार परिवारों family families relatives kin
मुआवजा अनुग्रह compensation
मदद सहायता help aid assistance assist
राहत relief
बचाव rescue
बारिश वर्षा बरसात rain rainfall rains
भारी मूसलाधार heavy
भूकंप quake earthquake tremor
तीव्रता magnitude intensity
झटका झटके tremor tremors
बाढ़ flood floods flooding
तूफान चक्रवात storm cyclone
मकान घर house houses home homes
गांव ग्राम village villages
शहर नगर city town
जिला जनपद district
राज्य प्रदेश state
देश राष्ट्र मुल्क country nation
राजधानी capital
नदी river
बांध dam
पुल सेतु bridge
पुलिस police
सेना फौज army military forces
नौसेना navy
सरकार शासन government
विपक्ष opposition
नेता leader
प्रमुख मुखिया अध्यक्ष chief head chairman chairperson president
मुख्यमंत्री सीएम chief
प्रधानमंत्री पीएम premier prime
मंत्री minister
मुख्य प्रधान chief prime
राष्ट्रपति president
महापौर मेयर mayor
राज्यपाल गवर्नर governor
जिलाधिकारी कलेक्टर डीएम collector magistrate
अधिकारी अफसर official officer
विदेश foreign external
रक्षा defence defense
वित्त finance
गृह home interior
मंत्रालय ministry
विभाग महकमा department
मुख्यालय headquarters
कर्मचारी कर्मी employee worker staff employees
मजदूर श्रमिक कामगार labourer laborer worker workers
यात्री मुसाफिर passenger passengers traveller
नागरिक citizen civilian
किसान farmer farmers
छात्र विद्यार्थी student students
शिक्षक अध्यापक teacher teachers
डॉक्टर चिकित्सक doctor physician doctors
अस्पताल हॉस्पिटल चिकित्सालय hospital
स्कूल विद्यालय school
विश्वविद्यालय यूनिवर्सिटी university
परीक्षा इम्तिहान exam examination test
नतीजा परिणाम result results
महिला औरत woman women
पुरुष आदमी मर्द man men
बच्चा बच्चे child children
युवक नौजवान युवा youth
चुनाव निर्वाचन election elections poll polls
मतदान वोटिंग voting polling vote
बैठक मीटिंग meeting
सम्मेलन conference summit
समझौता करार संधि agreement deal pact treaty accord
हस्ताक्षर दस्तखत sign signed signature
संयुक्त साझा joint shared
बयान वक्तव्य statement
जारी issued released
प्रदर्शन विरोध protest demonstration protested
हड़ताल strike
मांग demand demanded
नौकरी रोजगार job jobs employment
बजट budget
पेश रख present presented tabled
खर्च व्यय लागत expenditure spending cost spent
कीमत दाम भाव मूल्य price prices rate
शुल्क फीस fee fees charge
किराया fare fares
टिकट ticket tickets
कर टैक्स tax
बैंक bank
ब्याज interest
दर रेट rate
आयात import imports imported
निर्यात export exports exported
उत्पादन production output produced
कंपनी फर्म company firm
बाजार मंडी market
निर्माण बना बनाया build built construct constructed construction made
मेट्रो metro
रेल ट्रेन रेलगाड़ी train rail
बस bus
विमान जहाज plane aircraft
उड़ान flight flights
सड़क मार्ग road route
रास्ता मार्ग way route
लाइन line
सेवा service services
यात्रा सफर travel journey ride trip
प्रधानमंत्री पीएम > prime minister मंत्री
मुख्यमंत्री सीएम > chief minister मंत्री
ride rides riding > use used travel travelled
दौरा यात्रा visit visited tour
सीमा सरहद बॉर्डर border
चौकी post outpost
युद्ध जंग लड़ाई war battle fighting conflict
शांति अमन peace
मिसाइल missile
रॉकेट rocket rockets
ड्रोन drone drones
हथियार अस्त्र weapon weapons arms
जवाबी retaliatory retaliation
कार्रवाई action
जांच तफ्तीश पड़ताल investigation probe inquiry investigated
रिश्वत घूस bribe bribery
चोरी theft stolen stole
सजा दंड sentence sentenced punishment
जेल कारावास कैद jail prison imprisonment
मैच मुकाबला match game
टीम दल team teams
खिलाड़ी player players
कप्तान captain
गोल goal goals
पदक मेडल medal
स्वर्ण गोल्ड gold
पुरस्कार अवार्ड सम्मान award prize
फाइनल final
रिकॉर्ड record
दर्ज recorded registered
मौसम weather
तापमान temperature
चेतावनी warning alert warned
अलर्ट चेतावनी alert
संभावना आशंका संभव सकता likely possible possibility may might could
उम्मीद आशा expected expect hope expectation
योजना प्लान plan planned plans scheme
प्रस्ताव प्रस्तावित proposal proposed propose
कोशिश प्रयास attempt attempted tried try effort
इस्तीफा त्यागपत्र resign resigned resignation
नियुक्त नियुक्ति appoint appointed appointment named
चुने चयन निर्वाचित elect elected chosen selected
शपथ oath sworn
समर्थन support supported backed
सुरक्षित safe safely
स्थान जगह place places location
इलाका क्षेत्र area region areas
निचले low lying
ले पहुंचा लाए took taken shifted moved
बिस्तर बेड bed beds
नया नए नई new
पुराना old
बड़ा विशाल big large huge
छोटा small
पहला प्रथम first 1st
दूसरा द्वितीय second 2nd
तीसरा तृतीय third 3rd
चौथा चतुर्थ fourth 4th
पांचवां fifth 5th
आखिरी अंतिम last final
सप्ताह हफ्ता week
महीना माह मास month
साल वर्ष बरस year
सालाना वार्षिक annual annually yearly year
रोज रोजाना प्रतिदिन दैनिक daily every day
प्रति हर per every each
अगला आगामी next coming upcoming
पिछला बीता गत last past previous
सुबह प्रातः तड़के सवेरे morning
दोपहर afternoon noon
शाम सायं संध्या evening
रात रात्रि night
आज today
जनता public
संख्या तादाद आंकड़ा number count toll
कुल total altogether
हिस्सा भाग part share
मैदान स्टेडियम ground stadium
बंदरगाह पोर्ट port harbour harbor
माल कार्गो cargo freight goods
निरीक्षण मुआयना जायजा inspect inspected inspection
तेल oil
पानी जल water
बिजली विद्युत electricity power
फाटक गेट gate gates
संभाल handle handles handled
तैनात तैनाती deploy deployed deployment
लापता गुम missing
नष्ट तबाह बर्बाद destroy destroyed
क्षतिग्रस्त नुकसान damage damaged
समाचार खबर report reports news
एजेंसी agency
प्रवक्ता spokesman spokesperson spokeswoman
भाषण संबोधन speech address addressed
आदेश निर्देश order ordered directed instructions
कानून अधिनियम law act
विधेयक बिल bill
संसद parliament
विधानसभा assembly
लागू प्रभावी implement implemented effect effective force
स्वीकार कबूल मान accept accepted admit admitted agree agreed acknowledged
इस्तेमाल उपयोग प्रयोग use used using
लोकप्रिय popular
सफल कामयाब successful
नाकाम विफल असफल failed fail failure unsuccessful
उत्तर उत्तरी north northern
दक्षिण दक्षिणी south southern
पूर्वी east eastern
पश्चिम पश्चिमी west western
कोरिया korea korean
रूस रूसी russia russian
चीन चीनी china chinese
भारत हिंदुस्तान india indian भारतीय
अमेरिका अमेरिकी america american us usa united states
यूक्रेन ukraine ukrainian यूक्रेनी
जापान japan japanese जापानी
नाम name named called
सुनवाई hearing
अस्थायी temporary
खाली evacuated vacated
निकाल निकाले evacuated evacuate
दरार crack cracks
खंभा pillar pillars
इंजीनियर अभियंता engineer engineers
नाविक sailor sailors
टैंकर tanker tankers
सवार aboard onboard
रेंज range between
पूछ पूछा ask asked
लिख लिखा पत्र चिट्ठी write wrote letter written
नेतृत्व अगुवाई led lead leads
हटा हटाए remove removed withdrew withdrawn
वापस लौट लौटे return returned back withdraw
हड़ताल > आंदोलन
बोझ भार burden
माफी क्षमा apology apologised apologized
प्रक्षेपण प्रक्षेपित छोड़ launch launched
वोट मत vote votes
वापस > खत्म समाप्त ended
कारण वजह चलते because due cause owing reason
आंदोलन प्रदर्शन विरोध protest agitation
कार मोटर car vehicle वाहन गाड़ी
पीट हराकर beat
दे सौंप provide provided give gave given
मिल प्राप्त पाए receive received got
ले उठा take took
स्कोर scored score
आयोजित आयोजन held hold organised organized
प्रकाशित छप publish published
बदल परिवर्तन change changed
शामिल भाग participate participated join joined attended attend included
स्थगित टाल टला postpone postponed deferred
रद्द निरस्त cancel cancelled canceled called
"""
